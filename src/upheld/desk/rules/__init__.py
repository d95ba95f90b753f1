"""The rules of delivery: pure functions and frozen values, without a database or a clock."""
