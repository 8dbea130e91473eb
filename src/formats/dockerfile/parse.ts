import type { ParsedDockerfile, ParseProblem } from '../../domain/index.ts';
import { readCheckOptions } from './check-directive.ts';
import { instructionOf } from './instruction.ts';
import { type Directive, readInstructions } from './reader.ts';
import { type BuildArguments, stagesOf } from './stages.ts';
import { faultsOf } from './validate.ts';

/**
 * Reads a Dockerfile as BuildKit reads it. Never throws: what BuildKit refuses is among the problems, each with its place, and
 * what can still be read is there. Takes time linear in the text. `args` are the build arguments that FROM may use.
 */
export function parseDockerfile(file: string, text: string, args: BuildArguments = {}): ParsedDockerfile {
  const { escape, directives, comments, instructions: raw, problems: faults } = readInstructions(file, text);
  const problems: ParseProblem[] = [...faults, ...checkFaults(directives, args)];
  const instructions = raw.map((it) => {
    const instruction = instructionOf(file, it);
    problems.push(...faultsOf(instruction, it.node.fault !== null));
    return instruction;
  });
  const graph = stagesOf(instructions, escape, args);
  problems.push(...graph.problems);
  problems.sort((left, right) => left.at.startLine - right.at.startLine);
  const { globals, stages } = graph;
  return { file, text, escape, directives, comments, instructions, globals, stages, problems };
}

/** A `check` directive that the builder cannot read; a build argument stands in for it. */
function checkFaults(directives: readonly Directive[], args: BuildArguments): ParseProblem[] {
  if (Object.hasOwn(args, 'BUILDKIT_DOCKERFILE_CHECK')) return [];
  return directives.flatMap(({ name, value, at }) => {
    const options = name === 'check' ? readCheckOptions(value) : null;
    return options && 'fault' in options ? [{ code: 'bad-directive', message: options.fault, at }] : [];
  });
}
