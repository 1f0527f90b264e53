/* Elements, made and found in one call. */

/* el('button', { class: 'plain', onclick: go, disabled: false }, 'Go', icon): functions become
 * listeners, truths become attributes that are there or not. */
export function el(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);

    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === 'function')
            element.addEventListener(name.slice(2), value);
        else if (typeof value === 'boolean')
            element.toggleAttribute(name, value);
        else
            element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
}

export function byId(id) {
    return document.getElementById(id);
}

/* Says a text in a live region: only where it is new, so that it is read once. */
export function say(region, text) {
    if (region.textContent !== text)
        region.textContent = text;
}
