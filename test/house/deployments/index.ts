import { dataOnly } from './data-only.ts';
import { distroless } from './distroless.ts';
import { nodeService } from './node-service.ts';
import type { Deployment } from './parts.ts';
import { pythonService } from './python-service.ts';
import { staticBinary } from './static-binary.ts';

export type { Deployment };

/** Deployments as they grow: none of them was made for one check. */
export const deployments: readonly Deployment[] = [nodeService, pythonService, staticBinary, distroless, dataOnly];
