/* Files as operands: dropped or chosen, and sent as they are. */

import { el } from './dom.js';

const files = new Map();
const drops = [];

/* The file that stands for a member of the state: { file, shape }, where the shape is null if only
 * the server can tell it. */
export function fileOf(member) {
    return files.get(member);
}

/* Back to what is typed. */
export function dropFiles() {
    for (const drop of drops)
        drop();
}

/* The shape that the head of a .npy file tells; a vector is a row. */
async function shapeIn(file) {
    const head = new TextDecoder('latin1').decode(await file.slice(0, 256).arrayBuffer());
    const [, first, second] = /^.NUMPY.*'shape': \((\d+), ?(\d*)/s.exec(head) ?? [];

    if (first === undefined)
        return null;
    return second === '' ? [1, Number(first)] : [Number(first), Number(second)];
}

function sizeText(bytes) {
    const [unit, name] = bytes < 1e6 ? [1e3, 'kB'] : [1e6, 'MB'];

    return `${(bytes / unit).toFixed(1)} ${name}`;
}

/* Lets files stand for the operand of a host (operand.js). `changed` is called when one comes or
 * goes. Gives the button to choose one. */
export function takeFiles(host, member, changed) {
    const name = member.toUpperCase();
    const input = el('input', {
        type: 'file', accept: '.npy,.csv,.json', hidden: true,
        onchange: () => take(input.files[0]),
    });
    const chosen = el('p', { class: 'file' });
    const button = el('button', {
        'type': 'button', 'aria-label': `A file for ${name}`, 'onclick': () => input.click(),
    }, 'File');

    function show() {
        const { file } = files.get(member) ?? {};

        host.classList.toggle('filed', file !== undefined);
        chosen.replaceChildren(...file ? [
            el('b', {}, file.name), ` ${sizeText(file.size)} `,
            el('button', {
                'type': 'button', 'aria-label': `Type ${name} instead`, 'onclick': () => take(),
            }, 'Type it instead'),
        ] : []);
        changed();
    }

    async function take(file) {
        input.value = '';
        if (file)
            files.set(member, { file, shape: await shapeIn(file) });
        else
            files.delete(member);
        show();
    }

    drops.push(() => take());
    host.addEventListener('dragover', (event) => event.preventDefault());
    host.addEventListener('drop', (event) => {
        const [file] = event.dataTransfer.files;

        event.preventDefault();
        if (file)
            take(file);
    });
    host.append(chosen, input);
    return button;
}
