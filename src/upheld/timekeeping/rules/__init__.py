"""The rules of timekeeping: pure functions and frozen values, without a database or a clock."""
