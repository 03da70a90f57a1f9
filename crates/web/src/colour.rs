//! An area's own colour, and the arithmetic that says whether people can read what is printed in it.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;
use thiserror::Error;

/// A colour dark enough to read on white and on its own tint: at least 4.5 to 1 (WCAG 2.2, success criterion 1.4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(Rgb);

/// Red, green and blue, each from 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rgb([u8; 3]);

/// Why an area's colour is not used.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ColourRefused {
    /// Not six hexadecimal digits after `#`.
    #[error("{0:?} is not a colour such as #12464d")]
    NotAColour(String),
    /// Text in it, or on it, could not be read by everyone.
    #[error(
        "{colour} has a contrast of {contrast:.1} to 1 against white; at least 4.5 to 1 is needed (WCAG 2.2, 1.4.3)"
    )]
    TooPale {
        /// The colour as given.
        colour: String,
        /// Its contrast against white, from 1 to 21.
        contrast: f64,
    },
}

const LEAST_CONTRAST: f64 = 4.5;
const WHITE: Rgb = Rgb([255, 255, 255]);

impl Colour {
    /// A dark blue-green, for areas that choose no colour or one that is refused.
    pub const DEFAULT: Self = Self(Rgb([0x12, 0x46, 0x4d]));

    /// Reads a colour written as `#rrggbb`, or says why it cannot be an area's.
    pub fn parse(text: &str) -> Result<Self, ColourRefused> {
        let rgb = Rgb::read(text).ok_or_else(|| ColourRefused::NotAColour(text.to_owned()))?;
        let contrast = contrast(rgb, WHITE);
        if contrast < LEAST_CONTRAST {
            return Err(ColourRefused::TooPale { colour: text.to_owned(), contrast });
        }
        Ok(Self(rgb))
    }

    /// The colour asked for, or the default together with the reason why not.
    pub fn or_default(text: &str) -> (Self, Option<ColourRefused>) {
        match Self::parse(text) {
            Ok(colour) => (colour, None),
            Err(why) => (Self::DEFAULT, Some(why)),
        }
    }

    /// Contrast against white, from 1 to 21 (WCAG 2.2, definition of contrast ratio).
    pub fn contrast_with_white(self) -> f64 {
        contrast(self.0, WHITE)
    }

    /// A pale background in the same hue, as strong as the contrast of this colour upon it allows, written as `#rrggbb`.
    pub fn tint(self) -> String {
        self.tint_colour().to_string()
    }

    fn tint_colour(self) -> Rgb {
        let readable = |tint: &Rgb| contrast(self.0, *tint) >= LEAST_CONTRAST;
        [8_u16, 6, 4, 2].into_iter().map(|percent| self.0.mixed_into_white(percent)).find(readable).unwrap_or(WHITE)
    }
}

impl FromStr for Colour {
    type Err = ColourRefused;

    fn from_str(text: &str) -> Result<Self, ColourRefused> {
        Self::parse(text)
    }
}

impl Display for Colour {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl Rgb {
    fn read(text: &str) -> Option<Self> {
        let digits = text
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }

    fn mixed_into_white(self, percent: u16) -> Self {
        Self(self.0.map(|part| {
            let mixed = (u16::from(part) * percent + 255 * (100 - percent)) / 100;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        }))
    }

    /// Relative luminance from 0 (black) to 1 (white), as WCAG 2.2 defines it for sRGB.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let share = f64::from(part) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl Display for Rgb {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(out, "#{red:02x}{green:02x}{blue:02x}")
    }
}

fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (one.luminance(), other.luminance());
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn contrast_agrees_with_published_examples() {
        assert!((contrast(Rgb([0, 0, 0]), WHITE) - 21.0).abs() < 1e-9);
        // #767676 is the palest grey that passes on white, #777777 the first that fails.
        assert!("#767676".parse::<Colour>().is_ok());
        assert!(matches!("#777777".parse::<Colour>(), Err(ColourRefused::TooPale { .. })));
    }

    #[test]
    fn a_colour_that_cannot_be_read_gives_way_to_the_default_and_says_so() {
        let (colour, why) = Colour::or_default("#ffcc00");
        assert_eq!(colour, Colour::DEFAULT);
        assert_eq!(
            why.unwrap().to_string(),
            "#ffcc00 has a contrast of 1.5 to 1 against white; at least 4.5 to 1 is needed (WCAG 2.2, 1.4.3)"
        );
        assert_eq!(Colour::or_default("teal").1, Some(ColourRefused::NotAColour("teal".to_owned())));
        assert!(Colour::DEFAULT.contrast_with_white() >= LEAST_CONTRAST);
    }

    proptest! {
        #[test]
        fn an_accepted_colour_can_be_read_on_white_and_on_its_tint(red: u8, green: u8, blue: u8) {
            if let Ok(colour) = Rgb([red, green, blue]).to_string().parse::<Colour>() {
                prop_assert!(colour.contrast_with_white() >= LEAST_CONTRAST);
                prop_assert!(contrast(colour.0, colour.tint_colour()) >= LEAST_CONTRAST);
            }
        }
    }
}
