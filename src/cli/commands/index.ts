import type { CommandEntry } from '../define-command.ts';
import { advisoriesCommand } from './advisories.ts';
import { doctorCommand } from './doctor.ts';
import { explainCommand } from './explain.ts';
import { gcCommand } from './gc.ts';
import { inspectCommand } from './inspect.ts';
import { lintCommand } from './lint.ts';
import { reportCommand } from './report.ts';
import { statusCommand } from './status.ts';
import { verifyCommand } from './verify.ts';

/** All there are, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  verifyCommand,
  statusCommand,
  inspectCommand,
  lintCommand,
  explainCommand,
  reportCommand,
  advisoriesCommand,
  doctorCommand,
  gcCommand,
];
