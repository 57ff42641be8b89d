//! A link as a QR code, for the phone beside the terminal.

use qrcode::{Color, EcLevel, QrCode};

use super::Ui;

/// Light modules around the code, by which scanners find it.
const QUIET: usize = 2;

impl Ui {
    /// Shows `link` as a QR code on stderr, where a person looks at a terminal that is wide enough.
    pub fn qr_code(&self, link: &str) {
        if !self.person_present() || self.quiet() {
            return;
        }
        let Ok(code) = QrCode::with_error_correction_level(link, EcLevel::L) else { return };
        if code.width() + 2 * QUIET > super::prompt::columns() {
            return;
        }
        self.say(&halves(&code));
    }
}

/// Two modules a character, light on dark or dark on light alike: the quiet zone is drawn, too.
fn halves(code: &QrCode) -> String {
    let (width, modules) = (code.width(), code.to_colors());
    let dark = |row: usize, column: usize| {
        let inside = (QUIET..width + QUIET).contains(&row) && (QUIET..width + QUIET).contains(&column);
        inside && modules[(row - QUIET) * width + column - QUIET] == Color::Dark
    };
    let line = |row: usize| -> String {
        (0..width + 2 * QUIET)
            .map(|column| match (dark(row, column), dark(row + 1, column)) {
                (false, false) => '█',
                (false, true) => '▀',
                (true, false) => '▄',
                (true, true) => ' ',
            })
            .collect()
    };
    (0..width + 2 * QUIET).step_by(2).map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_is_drawn() {
        let code = QrCode::with_error_correction_level("https://api.nango.dev/", EcLevel::L).unwrap();
        let text = halves(&code);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), (code.width() + 2 * QUIET).div_ceil(2));
        assert!(lines.iter().all(|line| line.chars().count() == code.width() + 2 * QUIET));
        // The finder's corner, under two rows of quiet zone: dark above, dark below its first row's left end.
        assert_eq!(lines[1].chars().take(10).collect::<String>(), "██ ▄▄▄▄▄ █");
    }
}
