import test from 'ava';
import { readSolution, typedIn } from '../../slides/record/solution.ts';

const typed = (script: string) =>
  readSolution(script).flatMap(({ parts }) => typedIn(parts).map(({ text }) => text));

test('what lets a solution be run again is not typed', (t) => {
  const script = `#!/bin/sh
# Solves the lab.
set -eu

seen=$(docker service inspect web 2>/dev/null) || seen=
[ -z "$seen" ] || exit 0
if docker service inspect web >/dev/null 2>&1; then docker service rm web >/dev/null; fi
docker service create --name web localhost/web:1
until curl -s http://127.0.0.1/; do sleep 1; done
`;
  t.deepEqual(typed(script), ['docker service create --name web localhost/web:1']);
});

test('a comment goes with the command that it stands before, and not with what is unseen', (t) => {
  const [section] = readSolution(`# head
set -eu

# How it is waited.
waiting() { sleep 1; }

# Two lines
# of it.
docker node ls
`);
  t.deepEqual(section?.parts.at(-1), {
    kind: 'typed',
    text: 'docker node ls',
    comment: ['# Two lines', '# of it.'],
  });
  t.true(section?.parts.slice(0, -1).every(({ kind }) => kind === 'unseen'));
});

test('a command is typed without what only keeps a script silent', (t) => {
  const script = `docker service create --quiet --detach --no-resolve-image --name web web:1 >/dev/null
docker swarm join-token --quiet worker >token
docker swarm init >/dev/null
`;
  t.deepEqual(typed(script), [
    'docker service create --no-resolve-image --name web web:1',
    'docker swarm join-token --quiet worker >token',
    // It would print the join token.
    'docker swarm init >/dev/null',
  ]);
});

test('both branches of a condition can be typed, and what is in a here-document is left as it is', (t) => {
  const script = `files=one.yml
if [ "$a" = b ] &&
  [ "$c" = d ]; then
  cat > one.yml <<'FILE'
a:
  b: if
else
FILE
elif [ "$c" = e ]; then
  docker node ls
else
  docker stack deploy \\
    --compose-file $files web >/dev/null
fi
docker node inspect self
`;
  const [section] = readSolution(script);
  t.deepEqual(typedIn(section?.parts ?? []), [
    { text: 'files=one.yml', branch: false },
    { text: "cat > one.yml <<'FILE'\na:\n  b: if\nelse\nFILE", branch: true },
    { text: 'docker node ls', branch: true },
    { text: 'docker stack deploy \\\n  --compose-file $files web', branch: true },
    { text: 'docker node inspect self', branch: false },
  ]);
});

test('a helper that passes its arguments on is shown as what it stands for', (t) => {
  const script = `create() { docker service create --quiet --network front "$@" >/dev/null; }
remove() { if docker service inspect "$1"; then docker service rm "$1" >/dev/null; fi; }
is_there() { docker service inspect web; }
remove web
create --name web web:1
is_there || create --name web web:1
`;
  // One that decides by itself is a guard.
  t.deepEqual(typed(script), ['docker service create --network front --name web web:1']);
});

test('a function that writes a file and deploys it is shown as what it does, with what it was given', (t) => {
  const script = `stack() {
  cat > app.yml <<FILE
name: $1
FILE
  docker stack deploy --compose-file app.yml app >/dev/null
}
config=notice-2
seen=$(docker config inspect notice-2) || seen=
stack "$config"
`;
  t.deepEqual(typed(script), [
    'config=notice-2',
    'cat > app.yml <<FILE\nname: $config\nFILE',
    'docker stack deploy --compose-file app.yml app',
  ]);
});

test('a guard on a line of its own decides about the next one', (t) => {
  const [section] = readSolution('[ -n "$(docker service ls -q)" ] ||\n  docker service create web\n');
  t.deepEqual(section?.parts, [
    {
      kind: 'if',
      condition: '! [ -n "$(docker service ls -q)" ]',
      yes: [{ kind: 'typed', text: 'docker service create web', comment: [] }],
      no: [],
    },
  ]);
});

test('a machine is turned off and on at this computer, and the solution goes on where it was', (t) => {
  const script = 'docker node ls\n# stop: core-03\ndocker node ps core-03\n# start: core-03\n';
  t.deepEqual(
    readSolution(script).map(({ node, parts }) => [node, ...typedIn(parts).map(({ text }) => text)]),
    [
      ['core-01', 'docker node ls'],
      ['laptop', 'swarmlab stop core-03'],
      ['core-01', 'docker node ps core-03'],
      ['laptop', 'swarmlab start core-03'],
    ],
  );
});

test('the parts of a solution are of the nodes that it names', (t) => {
  const sections = readSolution('set -eu\necho one\n\n# on: core-02\ndocker swarm leave\n');
  t.deepEqual(
    sections.map(({ node, parts }) => [node, parts.at(-1)?.kind]),
    [
      ['core-01', 'unseen'],
      ['core-02', 'typed'],
    ],
  );
});

test('a statement without an end is an error', (t) => {
  t.throws(() => readSolution("docker node ls --format '{{.ID}}"), { message: /has no end/ });
});
