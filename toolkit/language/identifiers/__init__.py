"""Words that identify people: rules that propose them in English and Korean texts."""
