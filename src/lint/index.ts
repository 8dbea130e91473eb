export { lintCompose } from './compose.ts';
export { COMMENTS } from './comments.ts';
export { type DockerfileToLint, lintDockerfile, lookAtDockerfile } from './dockerfile.ts';
export { isComposeText, kindBy, type LintTarget, targetsIn } from './files.ts';
export { orTold, type Tell } from './files-unread.ts';
export { type Fixed, fixText } from './fix.ts';
export { NO_TEXT, type NoText, noTextFinding, noTextOf } from './no-text.ts';
export { askedIn, isKnownTo, type LintPlan, planLint, type PlanSettings } from './plan.ts';
export { type Asking, shellcheck } from './shellcheck.ts';
