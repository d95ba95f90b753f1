"""Who does what when: blocks of planned time, the week's board, and hours that can be promised."""
