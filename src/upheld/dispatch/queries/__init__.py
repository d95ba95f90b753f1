"""Who is free when, what is promised of them, and what the pages show of it."""
