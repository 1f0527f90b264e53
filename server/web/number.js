/* Numbers between people and JSON. */

/* The number of JSON that somebody means by a text, or null. An empty place is zero; decimal
 * commas, real minus signs, a plus in front and a missing zero are understood. Digits stay as they
 * are: rounding is for the server. */
export function numberText(typed) {
    const plain = typed.trim().replace(/^[\u2212\u2013]/, '-').replace(/^\+/, '')
        .replace(/^(-?\d*),(\d+)$/, '$1.$2');
    const parts = /^(-?)0*(\d*)(?:\.(\d*))?(e[+-]?\d+)?$/i.exec(plain);

    if (plain === '')
        return '0';
    if (!parts || !/\d/.test(plain.replace(/e.*/i, '')))
        return null;

    const [, sign, whole, fraction, exponent = ''] = parts;

    return sign + (whole || '0') + (fraction ? `.${fraction}` : '') + exponent;
}

/* A complex number as people write it: 2, -i, 1 + 2i. */
export function complex(re, im) {
    const size = Math.abs(im) === 1 ? 'i' : `${shown(Math.abs(im))}i`;

    if (im === 0)
        return shown(re);
    if (re === 0)
        return im < 0 ? `-${size}` : size;
    return `${shown(re)} ${im < 0 ? '-' : '+'} ${size}`;
}

/* A number as the server writes it. */
export function shown(value) {
    return Object.is(value, -0) ? '-0' : String(value);
}
