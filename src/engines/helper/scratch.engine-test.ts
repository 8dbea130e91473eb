import { describe, expect, it } from 'vitest';
import { enginePorts } from '../../../test/e2e/engine-ports.ts';
import { argvOf, bindOf, healthOf } from '../../sensors/run/acts.ts';
import type { Act, ContainerSpec, ContainerState } from '../../domain/index.ts';

const ports = await enginePorts();
const info = await ports?.engine.info();
await ports?.[Symbol.asyncDispose]();
