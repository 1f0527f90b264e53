/* What the page is about at the moment: all that a link holds (link.js). */

import { LESSON } from './lesson.js';

export const state = {
    tab: 'multiply',
    a: LESSON[0].a,
    b: LESSON[0].b,
    view: 'cross', /* of Watch: cross or waterfall */
    step: 0,       /* of Watch */
    kind: '',      /* of Practise: as /v1/practice has it; '' is the lesson's sheet */
    seed: null,    /* of Practise; null until there is a sheet */
    exercise: 1,   /* of Practise */
    c: null,       /* of Operations: further matrices, where they are wanted */
    d: null,
    e: null,
    f: null,
    operation: 'solve',
    options: {},   /* of Operations: as they were typed, by name */
};

const listeners = [];

/* Calls `listener` after each change of one of these members. */
export function whenever(names, listener) {
    listeners.push({ names, listener });
}

export function change(members) {
    const changed = Object.keys(members).filter((name) => state[name] !== members[name]);

    Object.assign(state, members);
    for (const { names, listener } of listeners)
        if (names.some((name) => changed.includes(name)))
            listener();
}
