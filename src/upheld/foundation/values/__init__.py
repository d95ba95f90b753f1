"""The values that every package speaks in: money, rates, periods, effort, business time, text."""
