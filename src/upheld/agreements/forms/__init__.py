"""The shapes of what people type about proposals; no rules, no saving."""
