export { lintCompose } from './compose.ts';
export { COMMENTS } from './comments.ts';
export { type DockerfileToLint, lintDockerfile } from './dockerfile.ts';
export { kindOf, type LintTarget, targetsIn } from './files.ts';
export { type Fixed, fixText } from './fix.ts';
export { askedIn, isKnownTo, type LintPlan, planLint, type PlanSettings } from './plan.ts';
export { shellcheck } from './shellcheck.ts';
