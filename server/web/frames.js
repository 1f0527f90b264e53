/* The order of Watch: for each entry, row by row, the row meets the column, each product appears,
 * they are added, and the entry lands. A step is one of these; step 0 comes before all. */

export function frameCount(rows, inner, columns) {
    return rows * columns * (inner + 3);
}

/* What step number `step` shows. `terms` is how many products stand, `landed` how many entries. */
export function frameAt(step, inner, columns) {
    if (step === 0)
        return { phase: 'start', entry: 0, row: 0, column: 0, terms: 0, landed: 0 };

    const each = inner + 3;
    const entry = Math.floor((step - 1) / each);
    const within = (step - 1) % each;
    const phase = within === 0 ? 'meet' : within <= inner ? 'term' : within === inner + 1 ? 'sum'
        : 'land';

    return {
        phase,
        entry,
        row: Math.floor(entry / columns),
        column: entry % columns,
        terms: Math.min(within, inner),
        landed: entry + (phase === 'land' ? 1 : 0),
    };
}

/* The step at which the entry that is being made at `step` (or the next, where it has landed) has
 * landed. */
export function nextLanding(step, inner) {
    const each = inner + 3;

    return (Math.floor(step / each) + 1) * each;
}
