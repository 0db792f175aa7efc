//! The language of budget Markdown.
