//! The offline Nango.
