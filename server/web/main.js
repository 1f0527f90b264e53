/* The start page: its tabs, and what they share. */
