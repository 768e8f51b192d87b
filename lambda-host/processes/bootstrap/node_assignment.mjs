// A spare process waits here until it is told which function it is for (runtime_process.h).
import http from 'node:http';
import module from 'node:module';

const env = process.env;

// Resolves once the connection is closed as well: a handler finds the descriptors that it would
// find in a process of its own.
function askForEnvironment() {
  const [address, secret] = env.AWS_LAMBDA_RUNTIME_API.split('/');
  const [host, port] = address.split(':');
  return new Promise((resolve, reject) => {
    const request = http.get({ agent: false, host, port, path: `/${secret}/assignment` }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      request.on('close', () => (response.statusCode === 200 ? resolve(Buffer.concat(chunks)) : reject()));
    });
    request.on('error', reject);
  });
}

// In the order given, which is that of a process that starts with it.
function setEnvironment(block) {
  for (const name of Object.keys(env)) delete env[name];
  for (const variable of block.toString().split('\0').slice(0, -1)) {
    const equals = variable.indexOf('=');
    env[variable.slice(0, equals)] = variable.slice(equals + 1);
  }
}

// What Node.js has done before anybody could tell it.
function startOver() {
  process.chdir(env.LAMBDA_TASK_ROOT);
  module._initPaths(); // NODE_PATH
}

// Does nothing in a process that was started for its function.
export async function assignment() {
  if (env._HANDLER !== undefined) return;
  try {
    setEnvironment(await askForEnvironment());
    startOver();
  } catch {
    process.exit(1); // the host is gone, or starts another process
  }
}
