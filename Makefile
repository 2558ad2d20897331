# Names for commands, and nothing else: every one of them works as it stands.
.PHONY: help format build test verify run lint image bench hooks clean

help:            ## Shows this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1	\2/p' Makefile

format:          ## Formats the code
	mvn -B -q spotless:apply

build:           ## Builds target/sealkeep-VERSION.jar without running a test
	mvn -B -q package -DskipTests

test:            ## Runs the fast tests
	mvn -B test

verify:          ## Does all that must pass before a change lands
	mvn -B verify

run:             ## Starts the service on 127.0.0.1:8080, data in ./data
	mvn -q spring-boot:run

lint:            ## Checks the workflows, the Dockerfile, docker-compose.yml and the scripts (needs Node.js)
	.ci/lint

image:           ## Builds the container image
	docker build -t sealkeep .

bench:           ## Prints requests per second and latencies beside a bare application
	bench/run

hooks:           ## Makes git run .hooks/pre-commit
	git config core.hooksPath .hooks

clean:           ## Removes what was built
	mvn -B -q clean
