"""Market: what marketing and sales may say, held against what is measured."""
