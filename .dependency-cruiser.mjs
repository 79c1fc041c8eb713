/**
 * Which part may import which. This is the law that docs/architecture.md draws (`npm run graph` prints the drawing), enforced by
 * `npm run boundaries`. Each rule has a planted violation under tools/checks/planted, and a test wants every one of them reported.
 */
const packages = '^(libs|services|tools)/([^/]+)/';
const tests = '\\.(test|fixture)\\.ts$|^libs/testing/';

/** A folder of libs may import only itself, contracts and the named others; its tests may also import testing. */
const libMay = (lib, others) => ({
  name: `${lib}-imports`,
  comment: `libs/${lib} may import ${['contracts', ...others].join(', ')}; nothing else of this repository.`,
  severity: 'error',
  from: { path: `^libs/${lib}/`, pathNot: tests },
  to: { path: packages, pathNot: `^libs/(${[lib, 'contracts', ...others].join('|')})/` },
});

/** An outside package that exactly these folders may import, tests included, so that it can be replaced in one place. */
const onlyIn = (name, modules, folders) => ({
  name: `only-${name}`,
  comment: `${modules} may be imported in ${folders} alone.`,
  severity: 'error',
  from: { path: packages, pathNot: `^(${folders})/` },
  to: { path: `(^|node_modules/)(${modules})(/|$)` },
});

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    forbid('no-cycles', 'Files that import each other cannot be read one at a time.', {}, { circular: true }),
    forbid('not-found', 'An import must lead somewhere.', {}, { couldNotResolve: true }),
    forbid(
      'front-door',
      'Packages meet by name, at what their package.json exports, so that what lies behind it can move.',
      { path: packages },
      { path: packages, pathNot: '^$1/$2/', dependencyTypes: ['local'] },
    ),
    forbid(
      'libs-know-no-service',
      'Libraries know neither services nor tools.',
      { path: '^libs/' },
      { path: '^(services|tools)/' },
    ),
    forbid(
      'services-apart',
      'Services meet over gRPC and the run log, never by import; only end-to-end tests bring up a whole crew.',
      { path: '^services/([^/]+)/', pathNot: '\\.e2e\\.test\\.ts$' },
      {
        path: '^(services|tools)/',
        pathNot: '^services/$1/',
      },
    ),
    forbid(
      'testing-in-tests',
      'What is served to users does not contain test code.',
      { path: '^(libs|services)/', pathNot: tests },
      {
        path: tests,
      },
    ),
    forbid(
      'specialists-call-nobody',
      'A specialist is a function over gRPC: no run log, no run machine.',
      {
        path: '^services/(router|planner|executor|validator|frontier)/',
        pathNot: tests,
      },
      { path: '^libs/(bus|run)/' },
    ),
    forbid(
      'no-model-at-the-edge',
      'Door, driver and back office load no model.',
      {
        path: '^services/(gateway|orchestrator|backoffice)/',
        pathNot: tests,
      },
      { path: '^libs/(model|specialists)/' },
    ),
    forbid(
      'frontier-asks-a-provider',
      'The service with egress and keys loads no model of its own and speaks to no tool.',
      { path: '^services/frontier/', pathNot: tests },
      { path: '^libs/model/|node_modules/@modelcontextprotocol/' },
    ),
    libMay('contracts', []),
    libMay('run', []),
    libMay('telemetry', []),
    libMay('workflow', []),
    libMay('specialists', ['workflow']),
    libMay('rpc', ['telemetry']),
    libMay('client', ['rpc']),
    libMay('bus', ['telemetry']),
    libMay('model', ['telemetry']),
    onlyIn('llama', 'node-llama-cpp|@node-llama-cpp/[^/]+', 'libs/model'),
    onlyIn('nats', '@nats-io/[^/]+', 'libs/bus'),
    onlyIn('grpc', '@grpc/(grpc-js|proto-loader|reflection)|grpc-health-check', 'libs/rpc|libs/contracts/src/wire'),
    onlyIn('opentelemetry', '@opentelemetry/(?!api(/|$))[^/]+', 'libs/telemetry'),
    onlyIn('jose', 'jose', 'libs/rpc|libs/testing'),
    onlyIn('certificate-maker', '@peculiar/x509|reflect-metadata', 'libs/testing'),
    onlyIn('frontier-sdk', 'ai|@ai-sdk/[^/]+', 'services/frontier'),
    onlyIn('mcp', '@modelcontextprotocol/[^/]+', 'services/executor|services/backoffice'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(libs|services|tools)/[^/]+/dist/|^tools/checks/planted/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  },
};
