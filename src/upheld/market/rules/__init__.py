"""The rules of market: pure functions and frozen values, without a database or a clock."""
