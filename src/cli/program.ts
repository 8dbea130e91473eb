import { commands } from './commands/index.ts';
import { runProcess } from './process.ts';

runProcess(commands);
