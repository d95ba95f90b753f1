"""The rules of agreements: pure functions and frozen values, without a database or a clock."""
