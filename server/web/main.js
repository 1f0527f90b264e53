/* The start page: its tabs, and what they share. */

import { startCode } from './code.js';
import { startLink } from './link.js';
import { startMultiply } from './multiply.js';
import { startOperations } from './operate.js';
import { startPractise } from './practise.js';
import { startRule } from './rule.js';
import { startTabs } from './tabs.js';
import { startTheme } from './theme.js';
import { startWatch } from './watch.js';

startTheme();
startLink();
startTabs();
startRule();
startCode();
startMultiply();
startWatch();
startPractise();
startOperations();
