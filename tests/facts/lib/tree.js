/* The files that facts are read from. Every script is called with the build folder as its first
 * argument. */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const top = fileURLToPath(new URL('../../..', import.meta.url));
export const build = process.argv[2];

/* The text of a file, by its path from the top of the tree. */
export function read(path) {
    return readFileSync(join(top, path), 'utf8');
}

/* The paths of all files below a folder whose names match. There is at least one: otherwise the
 * folder has moved, and whoever asks would look at nothing. */
export function filesBelow(folder, pattern) {
    const found = readdirSync(join(top, folder), { recursive: true })
        .filter((path) => pattern.test(path))
        .map((path) => join(folder, path));

    if (found.length === 0)
        throw new Error(`no file below ${folder} matches ${pattern}`);
    return found;
}
