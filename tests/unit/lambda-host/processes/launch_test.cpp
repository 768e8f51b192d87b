#include "lambda-host/processes/launch.h"

#include "storage/files/data_directory.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace launch_test {

namespace {

const storage::files::DataDirectory& data() {
  static const storage::files::DataDirectory directory = storage::files::DataDirectory::temporary();
  return directory;
}

std::string task_root() {
  return (data().functions().path() / "id" / "task").string();
}

lambda_host::Deployment deployment(const std::string& runtime) {
  lambda_host::Deployment d;
  d.configuration.scope = {core::AccountId("111122223333"), core::Region("eu-west-1")};
  d.configuration.name = core::FunctionName("F");
  d.configuration.runtime = runtime;
  d.configuration.handler = "index.handler";
  d.configuration.memory_megabytes = 256;
  d.configuration.logging.group = "/aws/lambda/F";
  d.configuration.environment = lambda_host::Variables{
      {"MINE", "yes"          },
      {"TZ",   "Europe/Berlin"}
  };
  d.code = std::make_shared<const lambda_host::CodeDirectory>(data().functions(), "id");
  return d;
}

lambda_host::SpawnRequest launch(const lambda_host::Deployment& d) {
  lambda_host::HostOptions options;
  options.endpoint_url = "http://127.0.0.1:8000";
  return make_launch(d, options, {"/bin/node", "/bin/python3"},
                     {"/run/rivulet", "127.0.0.1:9001/5ec2e7", "2025/11/24/[$LATEST]0123"});
}

lambda_host::SpawnRequest launch(const std::string& runtime) {
  return launch(deployment(runtime));
}

lambda_host::SpawnRequest launch_wrapped(const std::string& runtime, const std::string& wrapper) {
  lambda_host::Deployment d = deployment(runtime);
  d.configuration.environment->insert({"AWS_LAMBDA_EXEC_WRAPPER", wrapper});
  return launch(d);
}

bool has(const lambda_host::SpawnRequest& request, const std::string& variable) {
  return std::count(request.environment.begin(), request.environment.end(), variable) == 1;
}

bool has_name(const lambda_host::SpawnRequest& request, const std::string& name) {
  return std::any_of(request.environment.begin(), request.environment.end(),
                     [&](const std::string& v) { return v.starts_with(name + "="); });
}

lambda_host::SpawnRequest spare_launch(lambda_host::RuntimeFamily family) {
  lambda_host::HostOptions options;
  options.open_files = 1024;
  return make_spare_launch(family, options, {"/bin/node", "/bin/python3"},
                           {"/run/rivulet", "127.0.0.1:9001/5ec2e7", {}});
}

}  // namespace

TEST_CASE("a handler may have as many files open as the host's options say") {
  lambda_host::HostOptions options;
  const lambda_host::Interpreters interpreters{"/bin/node", "/bin/python3"};
  CHECK_FALSE(make_launch(deployment("nodejs20.x"), options, interpreters, {}).open_files);
  options.open_files = 1024;
  CHECK(make_launch(deployment("nodejs20.x"), options, interpreters, {}).open_files == 1024);
}

TEST_CASE("a handler finds the environment that Lambda gives it") {
  const auto request = launch("nodejs20.x");
  CHECK(request.keeper == "/run/rivulet/handler-keeper");
  for (const std::string& variable : std::vector<std::string>{
           "_HANDLER=index.handler",
           "AWS_LAMBDA_RUNTIME_API=127.0.0.1:9001/5ec2e7",
           "AWS_LAMBDA_FUNCTION_NAME=F",
           "AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
           "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256",
           "AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/F",
           "AWS_LAMBDA_LOG_STREAM_NAME=2025/11/24/[$LATEST]0123",
           "AWS_LAMBDA_INITIALIZATION_TYPE=on-demand",
           "AWS_REGION=eu-west-1",
           "AWS_XRAY_CONTEXT_MISSING=LOG_ERROR",
           "AWS_XRAY_DAEMON_ADDRESS=127.0.0.1:2000",
           "_AWS_XRAY_DAEMON_ADDRESS=127.0.0.1",
           "_AWS_XRAY_DAEMON_PORT=2000",
           "AWS_DEFAULT_REGION=eu-west-1",
           "AWS_ACCESS_KEY_ID=111122223333",
           "AWS_ENDPOINT_URL=http://127.0.0.1:8000",
           "LAMBDA_TASK_ROOT=" + task_root(),
           "PWD=" + task_root(),
           "LAMBDA_RUNTIME_DIR=/run/rivulet",
           "MINE=yes",
           "TZ=Europe/Berlin",
       }) {
    CAPTURE(variable);
    CHECK(has(request, variable));
  }
  CHECK_FALSE(has_name(request, "AWS_LAMBDA_LOG_FORMAT"));
  CHECK(request.directory == task_root());
}

TEST_CASE("a handler is told of its log's format if that isn't text") {
  lambda_host::Deployment d = deployment("nodejs20.x");
  d.configuration.logging.format = lambda_host::LogFormat::json;
  CHECK(has(launch(d), "AWS_LAMBDA_LOG_FORMAT=JSON"));
}

TEST_CASE("each family has its own program and variables") {
  const auto node = launch("nodejs20.x");
  CHECK(node.arguments == std::vector<std::string>{"/bin/node", "/run/rivulet/node.mjs"});
  CHECK(has(node, "AWS_EXECUTION_ENV=AWS_Lambda_nodejs20.x"));
  CHECK(std::any_of(node.environment.begin(), node.environment.end(), [](const std::string& v) {
    return v.starts_with("NODE_PATH=/opt/nodejs/node20/node_modules:/opt/nodejs/node_modules:");
  }));
  const auto python = launch("python3.12");
  CHECK(python.arguments ==
        std::vector<std::string>{"/bin/python3", "-u", "/run/rivulet/python.py"});
  CHECK(has(python, "LC_CTYPE=C.UTF-8"));
  CHECK(has_name(python, "PYTHONPATH"));
  const auto provided = launch("provided.al2023");
  CHECK(provided.arguments == std::vector<std::string>{task_root() + "/bootstrap"});
  CHECK_FALSE(has_name(provided, "AWS_EXECUTION_ENV"));
  CHECK_FALSE(has_name(provided, "_LAMBDA_TELEMETRY_LOG_FD"));
}

TEST_CASE("a foreign runtime is run by the shell's command that the options have for it") {
  lambda_host::HostOptions options;
  options.runtime_commands = {
      {"java21", "java -cp x"         },
      {"cobol",  "cobol \"$_HANDLER\""}
  };
  const auto start = [&](const char* runtime) {
    return make_launch(deployment(runtime), options, {"/bin/node", "/bin/python3"},
                       {"/run/rivulet", "127.0.0.1:9001", "stream"});
  };
  const auto java = start("java21");
  CHECK(java.arguments == std::vector<std::string>{"/bin/sh", "-c", "java -cp x"});
  CHECK(java.directory == task_root());
  CHECK(has(java, "_HANDLER=index.handler"));
  CHECK(has(java, "AWS_LAMBDA_RUNTIME_API=127.0.0.1:9001"));
  CHECK(has(java, "LAMBDA_TASK_ROOT=" + task_root()));
  CHECK(has(java, "AWS_EXECUTION_ENV=AWS_Lambda_java21"));
  CHECK_FALSE(has_name(java, "NODE_PATH"));
  CHECK_FALSE(has_name(java, "LC_CTYPE"));
  CHECK(start("cobol").arguments.back() == "cobol \"$_HANDLER\"");
  CHECK_THROWS_WITH(start("ruby3.3"),
                    "Rivulet can't run the runtime ruby3.3. It runs nodejs, python and provided "
                    "runtimes, and others by a command that it is started with: --runtime "
                    "ruby3.3=COMMAND.");
}

TEST_CASE("go1.x runs the program that the handler names, or a bootstrap") {
  lambda_host::Deployment d = deployment("go1.x");
  CHECK(launch(d).arguments == std::vector<std::string>{task_root() + "/bootstrap"});
  std::filesystem::create_directories(task_root());
  const std::string program = task_root() + "/main";
  std::ofstream(program) << "#!/bin/sh\n";
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  d.configuration.handler = "main";
  CHECK(launch(d).arguments == std::vector<std::string>{program});
  std::filesystem::remove(program);
}

TEST_CASE("a wrapper starts the runtime in its stead, but for OS-only runtimes") {
  const auto from_wrapper_on = [](const lambda_host::SpawnRequest& request) {
    REQUIRE(request.arguments.size() > 3);
    CHECK(request.arguments[0] == "/bin/sh");
    CHECK(request.arguments[1] == "-c");
    return std::vector<std::string>(request.arguments.begin() + 3, request.arguments.end());
  };
  const auto node = launch_wrapped("nodejs20.x", "/opt/wrapper");
  CHECK(from_wrapper_on(node) ==
        std::vector<std::string>{"/opt/wrapper", "/bin/node", "/run/rivulet/node.mjs"});
  CHECK(has(node, "AWS_LAMBDA_EXEC_WRAPPER=/opt/wrapper"));
  // The code's directory on AWS stands for the real one.
  CHECK(from_wrapper_on(launch_wrapped("python3.12", "/var/task/bin/wrapper")) ==
        std::vector<std::string>{task_root() + "/bin/wrapper", "/bin/python3", "-u",
                                 "/run/rivulet/python.py"});
  CHECK(launch_wrapped("nodejs20.x", "").arguments.front() == "/bin/node");
  CHECK(launch_wrapped("provided.al2023", "/opt/wrapper").arguments ==
        std::vector<std::string>{task_root() + "/bootstrap"});
}

TEST_CASE("a function with layers finds them in its own /opt, in AWS's order") {
  const std::string opt = (data().functions().path() / "id" / "opt").string();
  lambda_host::Deployment d = deployment("python3.12");
  d.configuration.layers = {
      {"arn", 1}
  };
  const auto python = launch(d);
  CHECK(has(python, "LD_LIBRARY_PATH=" + task_root() + ":" + task_root() + "/lib:" + opt + "/lib"));
  const auto variable = [](const lambda_host::SpawnRequest& request, const std::string& name) {
    for (const std::string& each : request.environment) {
      if (each.starts_with(name + "=")) return each.substr(name.size() + 1);
    }
    return std::string();
  };
  CHECK(variable(python, "PYTHONPATH")
            .starts_with(opt + "/python/lib/python3.12/site-packages:" + opt +
                         "/python:/run/rivulet"));
  CHECK(variable(python, "PATH").ends_with(":" + opt + "/bin"));
  d.configuration.runtime = "nodejs20.x";
  CHECK(variable(launch(d), "NODE_PATH")
            .starts_with(opt + "/nodejs/node20/node_modules:" + opt +
                         "/nodejs/node_modules:/run/rivulet"));
  d.configuration.environment->insert({"AWS_LAMBDA_EXEC_WRAPPER", "/opt/wrap"});
  CHECK(launch(d).arguments.at(3) == opt + "/wrap");
  d.configuration.runtime = "provided.al2";
  CHECK(launch(d).arguments.front() == opt + "/bootstrap");
  d.configuration.layers.clear();
  CHECK(launch(d).arguments.front() == task_root() + "/bootstrap");
}

TEST_CASE(
    "a process with its layers at /opt is told that place, and a function without any has it, "
    "too") {
  lambda_host::Deployment d = deployment("python3.12");
  lambda_host::LaunchParameters parameters{"/run/rivulet", "127.0.0.1:9001", "stream"};
  parameters.opt.namespaces = 1;
  parameters.opt.directory = "/data/opt";
  d.configuration.layers = {
      {"arn", 1}
  };
  d.configuration.environment->insert({"AWS_LAMBDA_EXEC_WRAPPER", "/opt/wrap"});
  const auto request = make_launch(d, {}, {"/bin/node", "/bin/python3"}, parameters);
  CHECK(request.opt.namespaces == 1);
  CHECK(request.opt.directory == "/data/opt");
  CHECK(has(request, "LD_LIBRARY_PATH=" + task_root() + ":" + task_root() + "/lib:/opt/lib"));
  CHECK(request.arguments.at(3) == "/opt/wrap");
  CHECK_FALSE(launch(d).opt);
  d.configuration.layers.clear();
  CHECK(has(launch(d), "LD_LIBRARY_PATH=" + task_root() + ":" + task_root() + "/lib:/opt/lib"));
}

TEST_CASE("code that is a folder is run there, and Python leaves nothing in it") {
  lambda_host::Deployment d = deployment("python3.12");
  CHECK_FALSE(has(launch(d), "PYTHONDONTWRITEBYTECODE=1"));
  d.code = std::make_shared<const lambda_host::CodeDirectory>(data().functions(), "id",
                                                              "/home/me/project");
  CHECK(has(launch(d), "PYTHONDONTWRITEBYTECODE=1"));
  CHECK(has(launch(d), "LAMBDA_TASK_ROOT=/home/me/project"));
  CHECK(launch(d).directory == "/home/me/project");
}

TEST_CASE("a spare process has what an interpreter reads at its start, and knows no function") {
  using lambda_host::RuntimeFamily;
  const auto python = spare_launch(RuntimeFamily::python);
  const auto own = launch("python3.12");
  CHECK(python.arguments == own.arguments);
  CHECK(python.keeper == own.keeper);
  CHECK(python.directory == "/run/rivulet");
  CHECK(python.open_files == 1024);
  CHECK(has(python, "AWS_LAMBDA_RUNTIME_API=127.0.0.1:9001/5ec2e7"));
  CHECK(has(python, "LAMBDA_RUNTIME_DIR=/run/rivulet"));
  CHECK(has(python, "TZ=:UTC"));
  for (const char* name : {"LANG", "LC_CTYPE", "PATH", "PYTHONPATH"}) {
    CAPTURE(name);
    const std::string begin = std::string(name) + "=";
    const auto variable = std::find_if(own.environment.begin(), own.environment.end(),
                                       [&](const std::string& v) { return v.starts_with(begin); });
    REQUIRE(variable != own.environment.end());
    CHECK(has(python, *variable));
  }
  CHECK_FALSE(has_name(python, "_HANDLER"));
  const auto node = spare_launch(RuntimeFamily::node);
  CHECK(node.arguments == launch("nodejs20.x").arguments);
  CHECK_FALSE(has_name(node, "PYTHONPATH"));
  CHECK_FALSE(has_name(node, "LC_CTYPE"));
  CHECK_FALSE(has_name(node, "_HANDLER"));
}

TEST_CASE("a function that is inspected begins with a debugger's server") {
  lambda_host::HostOptions options;
  options.inspected = {
      {"F", 9229}
  };
  const auto arguments_of = [&](const std::string& runtime) {
    return make_launch(deployment(runtime), options, {"/bin/node", "/bin/python3"},
                       {"/run/rivulet", "127.0.0.1:9001", "stream"})
        .arguments;
  };
  CHECK(arguments_of("nodejs20.x") ==
        std::vector<std::string>{"/bin/node", "--inspect=127.0.0.1:9229", "/run/rivulet/node.mjs"});
  CHECK(arguments_of("python3.12") ==
        std::vector<std::string>{"/bin/python3", "-u", "/run/rivulet/rivulet_debugger.py", "9229"});
  CHECK(arguments_of("provided.al2023") == std::vector<std::string>{task_root() + "/bootstrap"});
  options.inspected.clear();
  CHECK(arguments_of("nodejs20.x").size() == 2);
}

}  // namespace launch_test
