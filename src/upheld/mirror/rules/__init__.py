"""The rules of mirror: pure functions and frozen values, without a database or a clock."""
