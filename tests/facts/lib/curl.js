/* What a line gives that somebody pastes into a shell. */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/* An answer with what differs from one occurrence of a problem to the next made the same. */
export function comparable(text) {
    return text.replace(/urn:uuid:[0-9a-f-]{36}/g, 'urn:uuid:');
}

/* What it prints; in this folder, if it has files to send. */
export async function output(command, folder = '.') {
    const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd: folder });

    return comparable(stdout);
}
