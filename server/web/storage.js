/* What stays in this browser, and goes nowhere else. A browser may refuse: then nothing is kept. */

export function kept(name) {
    try {
        return JSON.parse(localStorage.getItem(`rowcol.${name}`));
    } catch {
        return null;
    }
}

export function keep(name, value) {
    try {
        localStorage.setItem(`rowcol.${name}`, JSON.stringify(value));
    } catch {
        /* Private windows have no room, and need none. */
    }
}
