import type { Reader } from '../../types.ts';
import { pythonDirectUrl } from './direct-url.ts';
import { pythonEgg } from './egg.ts';
import { pythonInstalled } from './installed.ts';
import { pipfileLock } from './pipfile-lock.ts';
import { pyproject } from './pyproject.ts';
import { pythonInstalledFiles, pythonRecord } from './record.ts';
import { pythonRequirements } from './requirements.ts';
import { setupPy } from './setup-py.ts';
import { pdmLock, poetryLock, pylock, uvLock } from './toml-locks.ts';

export const pythonReaders: readonly Reader[] = [
  pythonInstalled,
  pythonEgg,
  pythonRecord,
  pythonInstalledFiles,
  pythonDirectUrl,
  pythonRequirements,
  pipfileLock,
  poetryLock,
  uvLock,
  pdmLock,
  pylock,
  pyproject,
  setupPy,
];
