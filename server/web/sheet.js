/* A sheet of exercises and what somebody has made of it. It comes from the server by its seed; what
 * was typed, the score and the streak stay in this browser. */

import { ask } from './api.js';
import { keep, kept } from './storage.js';

function query(kind, seed, more = '') {
    const parts = [seed === null ? '' : `seed=${seed}`, kind && `kind=${kind}`, more];
    const given = parts.filter((part) => part !== '');

    return given.length > 0 ? `?${given.join('&')}` : '';
}

/* Where the server has the sheet to be printed. */
export function printable(kind, seed, more) {
    return `/v1/practice${query(kind, seed, more)}`;
}

/* { kind, seed, exercises, work } or { problem }. Without a seed the server draws one. */
export async function fetchSheet(kind, seed) {
    const { ok, value } = await ask('GET', printable(kind, seed));

    if (!ok)
        return { problem: value };
    return {
        kind,
        seed: value.seed,
        exercises: value.exercises,
        work: kept(`sheet.${kind}.${value.seed}`) ?? {},
    };
}

/* What was made of an exercise: its shape (texts, and whether it is right), its entries (texts),
 * whether it is solved, and whether nothing was wrong on the way. */
export function workOn(sheet, { id }) {
    sheet.work[id] ??= {
        shape: ['', ''], hasShape: false, entries: null, solved: false, clean: true,
    };
    return sheet.work[id];
}

export function keepWork(sheet) {
    keep(`sheet.${sheet.kind}.${sheet.seed}`, sheet.work);
}

export function solvedCount({ work }) {
    return Object.values(work).filter(({ solved }) => solved).length;
}

/* Solved at once, one after the other, over all sheets. */
export function streak() {
    return kept('streak') ?? { now: 0, best: 0 };
}

export function countStreak(good) {
    const { now, best } = streak();
    const next = good ? now + 1 : 0;

    keep('streak', { now: next, best: Math.max(best, next) });
}

/* Has one answer graded: `answer` is JSON text, "product":... or "shape":.... Gives { result } or
 * { problem }. */
export async function grade(sheet, { id }, answer) {
    const kind = sheet.kind && `,"kind":"${sheet.kind}"`;
    const body = `{"seed":${sheet.seed}${kind},"answers":[{"id":${JSON.stringify(id)},${answer}}]}`;
    const { ok, value } = await ask('POST', '/v1/practice/check', body);

    return ok ? { result: value.results[0] } : { problem: value };
}
