import type { ParseProblem, Place, Segment } from '../../domain/index.ts';
import { type HeredocHead, heredocHeads } from './heredoc.ts';
import {
  continuationAt,
  firstInk,
  isTooLong,
  type LogicalLine,
  type PhysicalLine,
  physicalLines,
  placeOf,
} from './lines.ts';
import { type Node, readNode } from './node.ts';
import { isSpace, trim } from './space.ts';
import { keywordOf } from './words.ts';

export interface RawHeredoc extends HeredocHead {
  readonly content: string;
  readonly at: Place;
}

/** A node with the lines that it was read from. */
export interface RawInstruction {
  readonly node: Node;
  readonly line: LogicalLine;
  readonly heredocs: readonly RawHeredoc[];
  readonly comments: readonly string[];
  readonly hasEmptyContinuation: boolean;
  readonly at: Place;
}

export interface Commentary {
  readonly text: string;
  readonly at: Place;
}

export interface Directive {
  readonly name: string;
  readonly value: string;
  readonly at: Place;
}

/** A Dockerfile's instructions, before anything is known about them. */
export interface RawDockerfile {
  readonly escape: '\\' | '`';
  readonly directives: readonly Directive[];
  readonly comments: readonly Commentary[];
  readonly instructions: readonly RawInstruction[];
  readonly problems: readonly ParseProblem[];
}

/** Reads lines into instructions as BuildKit's parser does, but goes on after a fault and keeps it as a problem. */
export function readInstructions(file: string, text: string): RawDockerfile {
  return new Reader(file, text).read();
}

const DIRECTIVES = new Set(['syntax', 'escape', 'check']);

class Reader {
  private readonly file: string;
  private readonly text: string;
  private readonly lines: readonly PhysicalLine[];
  private next = 0;
  private escape: '\\' | '`' = '\\';
  private directivesEnded = false;
  private pending: string[] = [];
  private readonly directives: Directive[] = [];
  private readonly comments: Commentary[] = [];
  private readonly instructions: RawInstruction[] = [];
  private readonly problems: ParseProblem[] = [];

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.lines = physicalLines(text);
  }

  read(): RawDockerfile {
    for (let line = this.take(); line; line = this.take()) this.readFrom(line);
    if (this.instructions.length === 0)
      this.problem('no-instructions', 'the file has no instructions', this.wholeFile());
    const { escape, directives, comments, instructions, problems } = this;
    return { escape, directives, comments, instructions, problems };
  }

  private take(): PhysicalLine | undefined {
    const line = this.lines[this.next++];
    if (line && isTooLong(line))
      this.problem('line-too-long', 'a line may have at most 65535 bytes', this.placeOfLine(line, 0));
    return line;
  }

  private readFrom(first: PhysicalLine): void {
    const ink = firstInk(first.text);
    if (first.text[ink] === '#') {
      this.readComment(first, ink);
      return;
    }
    this.directivesEnded = true;
    if (ink === first.text.length) return;
    const { line, last, hasEmptyContinuation } = this.joined(first, ink);
    const node = readNode(line.text, { start: 0, end: line.text.length }, this.escape);
    const start = trimmedStart(line.text);
    const place = placeOf(this.file, line.segments, start, line.text.length);
    if (node.fault !== null) this.problem('syntax', `${keywordOf(node.command.text)}: ${node.fault}`, place);
    const { heredocs, last: end } = this.heredocs(node, line.text, last, place);
    const at = {
      ...place,
      endLine: end.number,
      endColumn: end.text.length + 1,
      endOffset: end.offset + end.text.length,
    };
    this.instructions.push({ node, line, heredocs, comments: this.pending, hasEmptyContinuation, at });
    this.pending = [];
  }

  /** A comment before an instruction: a directive while they last, else kept for the instruction below. */
  private readComment(line: PhysicalLine, ink: number): void {
    const directive = this.directivesEnded ? null : readDirective(line.text.slice(ink));
    if (directive) {
      this.addDirective({ ...directive, at: this.placeOfLine(line, ink) });
      return;
    }
    this.directivesEnded = true;
    this.addComment(line, ink);
    const attached = trim(line.text.slice(1)); // BuildKit cuts one character, even from an indented comment
    if (attached === '') this.pending = [];
    else this.pending.push(attached);
  }

  private addComment(line: PhysicalLine, ink: number): void {
    this.comments.push({ text: trim(line.text.slice(ink + 1)), at: this.placeOfLine(line, ink) });
  }

  private addDirective(directive: Directive): void {
    const { name, value, at } = directive;
    if (this.directives.some((other) => other.name === name)) {
      this.problem('bad-directive', `only one \`${name}\` directive can be used`, at);
    } else if (name === 'escape' && value !== '\\' && value !== '`') {
      this.problem('bad-directive', `\`${value}\` cannot be the escape character: write \` or \\`, at);
    } else if (name === 'escape') this.escape = value === '`' ? '`' : '\\';
    this.directives.push(directive);
  }

  /** Joins continued lines; comments and blank lines between them are left out. */
  private joined(
    first: PhysicalLine,
    ink: number,
  ): { line: LogicalLine; last: PhysicalLine; hasEmptyContinuation: boolean } {
    const texts: string[] = [];
    const segments: Segment[] = [];
    let length = 0;
    let hasEmptyContinuation = false;
    let last = first;
    const add = (line: PhysicalLine, from: number): boolean => {
      const end = continuationAt(line.text.slice(from), this.escape);
      const text = line.text.slice(from, end < 0 ? undefined : from + end);
      segments.push({ at: length, offset: line.offset + from, line: line.number, column: from + 1 });
      texts.push(text);
      length += text.length;
      return end >= 0;
    };
    for (let goesOn = add(first, ink); goesOn; ) {
      const line = this.take();
      if (!line) break;
      last = line;
      const start = firstInk(line.text);
      if (line.text[start] === '#') this.addComment(line, start);
      else if (start === line.text.length) hasEmptyContinuation = true;
      else goesOn = add(line, 0);
    }
    return { line: { text: texts.join(''), segments: withoutEmpty(segments, texts) }, last, hasEmptyContinuation };
  }

  private heredocs(
    node: Node,
    text: string,
    last: PhysicalLine,
    place: Place,
  ): { heredocs: RawHeredoc[]; last: PhysicalLine } {
    const heredocs: RawHeredoc[] = [];
    if (!canHoldHeredocs(node)) return { heredocs, last };
    let end = last;
    for (const head of heredocHeads(text)) {
      if ('fault' in head) {
        this.problem('heredoc', `a here-document's delimiter cannot be read: ${head.fault}`, place);
        continue;
      }
      const body = this.body(head);
      if (!body) {
        this.problem('heredoc-unterminated', `the here-document ends nowhere: no line \`${head.name}\` follows`, place);
        return { heredocs, last: this.lines.at(-1) ?? end };
      }
      heredocs.push(body.heredoc);
      end = body.terminator;
    }
    return { heredocs, last: end };
  }

  private body(head: HeredocHead): { heredoc: RawHeredoc; terminator: PhysicalLine } | null {
    const first = this.next;
    for (let line = this.take(); line; line = this.take()) {
      const text = head.chomp ? line.text.replace(/^\t+/, '') : line.text;
      if (text !== head.name) continue;
      const start = this.lines[first]?.offset ?? line.offset;
      const content = this.text.slice(start, line.offset);
      return { heredoc: { ...head, content, at: this.bodyPlace(first, line) }, terminator: line };
    }
    return null;
  }

  /** From the first line of the body to the line of the delimiter, exclusive. */
  private bodyPlace(first: number, terminator: PhysicalLine): Place {
    const start = this.lines[first] ?? terminator;
    const end = { endLine: terminator.number, endColumn: 1, endOffset: terminator.offset };
    return { file: this.file, startLine: start.number, startColumn: 1, startOffset: start.offset, ...end };
  }

  private placeOfLine(line: PhysicalLine, from: number): Place {
    return {
      file: this.file,
      startLine: line.number,
      endLine: line.number,
      startColumn: from + 1,
      endColumn: line.text.length + 1,
      startOffset: line.offset + from,
      endOffset: line.offset + line.text.length,
    };
  }

  private wholeFile(): Place {
    return {
      file: this.file,
      startLine: 1,
      endLine: Math.max(1, this.lines.length),
      startOffset: 0,
      endOffset: this.text.length,
    };
  }

  private problem(code: string, message: string, at: Place): void {
    this.problems.push({ code, message, at });
  }
}

function trimmedStart(text: string): number {
  let start = 0;
  while (start < text.length && isSpace(text.charCodeAt(start))) start++;
  return start;
}

/** Pieces without characters would hide their successors. */
function withoutEmpty(segments: readonly Segment[], texts: readonly string[]): Segment[] {
  const kept = segments.filter((_, index) => texts[index] !== '');
  return kept.length > 0 ? kept : segments.slice(0, 1);
}

function canHoldHeredocs(node: Node): boolean {
  const holder = keywordOf(node.command.text) === 'ONBUILD' && node.sub ? node.sub : node;
  return ['ADD', 'COPY', 'RUN'].includes(keywordOf(holder.command.text)) && !holder.json;
}

/** `# name = value` of a known name. */
function readDirective(comment: string): { name: string; value: string } | null {
  const body = trim(comment.slice(1));
  const equals = body.indexOf('=');
  if (equals < 0) return null;
  const name = trim(body.slice(0, equals)).toLowerCase();
  const value = trim(body.slice(equals + 1));
  return DIRECTIVES.has(name) && value !== '' ? { name, value } : null;
}
