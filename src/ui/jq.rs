//! `--jq`: the only file that names the jq implementation.

use jaq_core::load::{Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Vars, data, unwrap_valr};
use jaq_json::{Val, read};
use serde_json::Value;

use crate::error::{Error, Result};

/// A compiled filter.
pub struct Filter {
    expression: String,
    compiled: jaq_core::Filter<data::JustLut<Val>>,
}

impl Filter {
    /// Compiles `expression`, so that a mistake in it is found before anything is sent.
    ///
    /// # Errors
    /// A usage error when it is not jq.
    pub fn compile(expression: &str) -> Result<Self> {
        let wrong = || {
            Error::usage("that --jq filter cannot be read")
                .cause(expression)
                .hint("quote it for the shell, for example: --jq '.[].connection_id'")
        };
        let definitions = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
        let functions = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
        let arena = Arena::default();
        let modules = Loader::new(definitions)
            .load(&arena, File { code: expression, path: () })
            .map_err(|_| wrong())?;
        let compiled = Compiler::default().with_funs(functions).compile(modules).map_err(|_| wrong())?;
        Ok(Filter { expression: expression.to_owned(), compiled })
    }

    /// Every output of the filter for one input.
    ///
    /// # Errors
    /// When the filter fails on this input, such as indexing a string.
    pub fn run(&self, input: &Value) -> Result<Vec<Value>> {
        let failed = |message: String| {
            Error::failure("the --jq filter failed on this output")
                .cause(message)
                .detail("", &self.expression)
        };
        let input = read::parse_single(input.to_string().as_bytes()).map_err(|e| failed(e.to_string()))?;
        let context = Ctx::<data::JustLut<Val>>::new(&self.compiled.lut, Vars::new([]));
        self.compiled
            .id
            .run((context, input))
            .map(unwrap_valr)
            .map(|output| {
                let output = output.map_err(|error| failed(error.to_string()))?;
                serde_json::from_str(&output.to_string()).map_err(|error| failed(error.to_string()))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn filters() {
        let run = |expression: &str, input: Value| Filter::compile(expression).unwrap().run(&input).unwrap();
        assert_eq!(run(".token", json!({"token": "t\u{1}ü"})), [json!("t\u{1}ü")]);
        assert_eq!(run(".[] | select(.a > 1) | .a", json!([{"a": 1}, {"a": 2}])), [json!(2)]);
        assert_eq!(run("{b, a}", json!({"a": 1.5, "b": null}))[0].to_string(), r#"{"b":null,"a":1.5}"#);
        assert!(Filter::compile(".[").is_err());
        assert!(Filter::compile(".a").unwrap().run(&json!("text")).is_err());
    }
}
