import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './ports-exposed.ts';

it('objects to an EXPOSE without the port of the command', () => {
  expect(
    linesOf(
      check,
      'FROM a\nEXPOSE 80\nCMD ["uvicorn", "a:b", "--host", "0.0.0.0", "--port", "8000"]\nFROM a\nEXPOSE 80\nCMD gunicorn --bind=0.0.0.0:8000 a\nFROM a\nEXPOSE 80\nENTRYPOINT ["manage.py", "runserver"]\nCMD ["0.0.0.0:8000"]\n',
    ),
  ).toEqual([2, 5, 8]);
});

it('objects to an EXPOSE without the port of ENV PORT', () => {
  expect(linesOf(check, 'FROM a\nENV PORT=3000\nEXPOSE 8080/tcp\n')).toEqual([3]);
});

it('is content where one of the ports or ranges holds it', () => {
  expect(linesOf(check, 'FROM a\nENV PORT="3000"\nEXPOSE 80 2990-3010\nCMD ["a", "--port=80"]\n')).toEqual([]);
});

it('says nothing without EXPOSE, of variables, and of the ports of others', () => {
  expect(
    linesOf(
      check,
      'FROM a\nENV PORT=1\nFROM a\nEXPOSE $PORT\nENV PORT=1\nFROM a\nEXPOSE 80\nCMD ["psql", "--port", "5432"]\nFROM a\nEXPOSE 80\nENV PORT=$OTHER DB_PORT=5432\nCMD ["a", "--port", "$PORT"]\n',
    ),
  ).toEqual([]);
});

it('points at the last EXPOSE, and names the first port that it lacks', () => {
  expect(judged(check, 'FROM a\nEXPOSE 80\nEXPOSE 81\nENV PORT=3000\nCMD ["a", "--port=4000"]\n')).toMatchObject({
    findings: [
      { message: '`81` does not hold port 3000, which ENV names in line 4', evidence: [{ at: { startLine: 3 } }] },
    ],
  });
});
