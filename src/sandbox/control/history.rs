//! What happened in the sandbox, as far back as there is room.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::Event;

/// How many events are kept.
const ROOM: usize = 1000;

/// The latest events, oldest first.
#[derive(Default, Deserialize, Serialize)]
pub struct History {
    /// Each with its number.
    events: VecDeque<(u64, Value)>,
    last: u64,
}

impl History {
    /// Notes an event.
    pub fn add(&mut self, event: &Event, at: Timestamp) {
        if self.events.len() == ROOM {
            self.events.pop_front();
        }
        self.last += 1;
        self.events.push_back((self.last, event.to_json(at)));
    }

    /// The events after number `after`, each with its number.
    pub fn after(&self, after: u64) -> Vec<Value> {
        let newer = self.events.iter().filter(|(number, _)| *number > after);
        newer
            .map(|(number, told)| {
                let mut line = json!({ "number": number });
                if let (Value::Object(line), Value::Object(told)) = (&mut line, told) {
                    line.extend(told.clone());
                }
                line
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_first() {
        let mut history = History::default();
        for number in 0..ROOM as u64 + 5 {
            let path = format!("/{number}");
            let event = Event::Request { method: "GET".to_owned(), path, status: 200 };
            history.add(&event, Timestamp::UNIX_EPOCH);
        }
        let all = history.after(0);
        assert_eq!((all.len(), &all[0]["number"], &all[0]["path"]), (ROOM, &json!(6), &json!("/5")));
        assert_eq!(history.after(ROOM as u64 + 4).len(), 1);
    }
}
