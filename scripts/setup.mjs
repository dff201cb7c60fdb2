// Makes the machine ready, then runs the script it is given on Node 24: `node scripts/setup.mjs scripts/demo.ts …`.
// With --without-lab, for scripts that need only packages: no database programs, nothing compiled.
// Plain JavaScript without dependencies, so that any Node from 18 on can run it. A second run changes nothing.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const tools = join(root, '.tools');
const nodeMajor = 24;
const servers = [
  {
    name: 'MariaDB or MySQL',
    programs: ['mariadbd', 'mysqld'],
    apt: ['mariadb-server-core', 'mariadb-client-core'],
    brew: 'mariadb',
  },
  { name: 'Redis', programs: ['redis-server'], apt: ['redis-server'], brew: 'redis' },
];

const args = process.argv.slice(2);
const withLab = args[0] !== '--without-lab';

process.chdir(root);
try {
  const node = ensureNode();
  if (withLab) ensurePrograms();
  ensurePackages();
  if (withLab) ensureBuild(node);
  runScript(node, withLab ? args : args.slice(1));
} catch (error) {
  console.error(`✗ set-up: ${error.message}`);
  process.exit(1);
}

/** The Node that runs everything after this file; put first on PATH, so that npm and tsc run on it too. */
function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= nodeMajor) return process.execPath;
  const home = process.platform === 'darwin' ? nodeFromHomebrew() : nodeFromNpm();
  process.env.PATH = join(home, 'bin') + delimiter + process.env.PATH;
  return join(home, 'bin', 'node');
}

function nodeFromNpm() {
  const name = `node-${process.platform}-${process.arch}`;
  const home = join(tools, 'node_modules', name);
  if (!existsSync(join(home, 'bin', 'node'))) {
    say(`Node ${nodeMajor} is needed, this is ${process.version}; a copy goes to .tools/`);
    mkdirSync(tools, { recursive: true });
    run('npm', [
      'install',
      '--no-save',
      '--no-fund',
      '--no-audit',
      '--prefix',
      tools,
      `${name}@${nodeMajor}`,
    ]);
  }
  return home;
}

function nodeFromHomebrew() {
  const formula = `node@${nodeMajor}`;
  if (!output('brew', ['--prefix', '--installed', formula])) run('brew', ['install', formula]);
  return output('brew', ['--prefix', formula]);
}

function ensurePrograms() {
  const missing = servers.filter(({ programs }) => !programs.some(findProgram));
  if (missing.length === 0) return;
  const what = missing.map(({ name }) => name).join(' and ');
  say(`${what}: not installed`);
  for (const [command, ...args] of installCommands(what, missing)) run(command, args);
  const still = missing.find(({ programs }) => !programs.some(findProgram));
  if (still) {
    throw new Error(
      `${still.name} is still missing after its installation: put ${still.programs.join(' or ')} on PATH`,
    );
  }
}

/** Debian keeps servers in /usr/sbin, which is not on everyone's PATH. */
function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.some((folder) => existsSync(join(folder, name)));
}

function installCommands(what, missing) {
  const brew = missing.map((server) => server.brew);
  const apt = missing.flatMap((server) => server.apt);
  if (process.platform === 'darwin' && output('brew', ['--version'])) return [['brew', 'install', ...brew]];
  const install = ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...apt];
  // Debian starts what it installs; the workshop runs its own copies and leaves the machine's services alone.
  const stop =
    existsSync('/run/systemd/system') && apt.includes('redis-server')
      ? [['systemctl', 'disable', '--now', 'redis-server']]
      : [];
  const commands = [['apt-get', 'update', '-qq'], install, ...stop];
  if (!output('apt-get', ['--version'])) {
    throw new Error(
      `${what} is missing and there is neither apt nor Homebrew: install it with your package manager and run this again`,
    );
  }
  if (process.getuid() === 0) return commands;
  if (process.stdin.isTTY || spawnSync('sudo', ['-n', 'true']).status === 0)
    return commands.map((command) => ['sudo', ...command]);
  throw new Error(
    `${what} is missing. Type this, then run the command again:\n  ${commands.map((command) => `sudo ${command.join(' ')}`).join(' && ')}`,
  );
}

/** `npm ci`, once for each state of package-lock.json. */
function ensurePackages() {
  const stamp = join(tools, 'installed');
  const state = createHash('sha256')
    .update(readFileSync('package-lock.json'))
    .update(process.platform)
    .digest('hex');
  if (existsSync('node_modules') && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  say('installing the packages of package-lock.json');
  run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error']);
  mkdirSync(tools, { recursive: true });
  writeFileSync(stamp, state);
}

function ensureBuild(node) {
  if (!existsSync(join('apps', 'lab', 'dist'))) say('building');
  run(node, [join('node_modules', 'typescript', 'bin', 'tsc'), '-b'], { quiet: true });
}

/** Runs a command, shown before it runs; a failure names it in a form that can be pasted. */
function run(command, args, { quiet = false } = {}) {
  const line = [command, ...args].join(' ');
  if (!quiet) console.log(`  $ ${line}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, error, stdout } = spawnSync(command, args, {
    stdio: quiet ? 'pipe' : 'inherit',
    env,
    encoding: 'utf8',
  });
  if (error) throw new Error(`cannot run \`${line}\`: ${error.message}`);
  if (status !== 0 && quiet) console.error(stdout);
  if (status !== 0) throw new Error(`\`${line}\` failed with exit code ${status}`);
}

function output(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

function say(text) {
  console.log(`• ${text}`);
}

/** The script takes over: its output, its exit code, and the signals that this process receives. */
function runScript(node, [script, ...args]) {
  if (!script) return say('everything is here');
  const child = spawn(node, [script, ...args], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to the script as well; sent on, it would arrive twice.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`✗ cannot run ${script}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}
