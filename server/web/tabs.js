/* Tabs by the ARIA pattern: one is in the focus order, arrow keys go to the others. */

import { state, change, whenever } from './state.js';
import { byId } from './dom.js';

const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

function show(tabs) {
    for (const tab of tabs) {
        const selected = tab.dataset.tab === state.tab;

        tab.setAttribute('aria-selected', String(selected));
        tab.tabIndex = selected ? 0 : -1;
        byId(tab.getAttribute('aria-controls')).hidden = !selected;
    }
    byId('rule-line').hidden = !['multiply', 'watch', 'operations'].includes(state.tab);
}

export function startTabs() {
    const list = byId('tabs');
    const tabs = [...list.querySelectorAll('[role=tab]')];

    list.addEventListener('click', ({ target }) => {
        const tab = target.closest('[role=tab]');

        if (tab)
            change({ tab: tab.dataset.tab });
    });
    list.addEventListener('keydown', (event) => {
        const at = tabs.indexOf(document.activeElement);

        if (!(event.key in steps) || at < 0)
            return;

        const wanted = steps[event.key] === -Infinity ? 0
            : steps[event.key] === Infinity ? tabs.length - 1
                : (at + steps[event.key] + tabs.length) % tabs.length;

        event.preventDefault();
        change({ tab: tabs[wanted].dataset.tab });
        tabs[wanted].focus();
    });
    /* Without scripts the lesson is all there is, and no tab. */
    byId('lesson-panel').setAttribute('role', 'tabpanel');
    list.hidden = false;
    whenever(['tab'], () => show(tabs));
    show(tabs);
}
