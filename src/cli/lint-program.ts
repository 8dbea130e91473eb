// A program of its own: `lint` is run at each save, and the whole one takes a fifth longer to load.
import { lintCommand } from './commands/lint.ts';
import { runProcess } from './process.ts';

runProcess([lintCommand]);
