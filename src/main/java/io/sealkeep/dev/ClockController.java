// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.dev;

import io.sealkeep.audit.AuditEvent;
import io.sealkeep.audit.Trail;
import io.sealkeep.call.Caller;
import io.sealkeep.kms.EngineTime;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Shows the time and moves it forward, so that a test need not wait thirty days for a deletion. Safe for concurrent use. */
@RestController
@Profile("dev")
@RequestMapping(path = "/v1/dev/clock", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Development")
class ClockController {

    private static final String OPERATION = "AdvanceClock";

    private final ObjectProvider<EngineTime> time;
    private final Trail trail;

    ClockController(ObjectProvider<EngineTime> time, Trail trail) {
        this.time = time;
        this.trail = trail;
    }

    @GetMapping
    @Operation(operationId = "getClock", summary = "Get the time", description = """
                    The time by which keys are deleted and rotated, and by which records are dated.

                    Errors: 501 where the backend is AWS KMS, which has a clock of its own.""")
    ClockView get() {
        return view(time());
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "advanceClock", summary = "Advance the clock", description = """
                    Moves the time forward for the whole service and does at once what has become due: scheduled deletions, \
                    automatic rotations. **Keys that are pending deletion are lost for good**, as they would be after that time. \
                    What is done is recorded, with the new time; the advance itself as `AdvanceClock`.

                    There is no way back: the time goes on from there until the service stops, and begins anew with the \
                    machine's at the next start.

                    Errors: 400 `ValidationException` for what is no duration, is not forward, or leads more than 10,000 days \
                    ahead of the machine's clock; 501 where the backend is AWS KMS; 503 where the trail takes no record.""")
    ClockView advance(@RequestBody ClockAdvance input) {
        EngineTime engine = time();
        try {
            engine.advance(input.duration(), () -> record(engine, input));
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
        return view(engine);
    }

    private EngineTime time() {
        EngineTime engine = time.getIfAvailable();
        if (engine == null) {
            throw new ResponseStatusException(HttpStatus.NOT_IMPLEMENTED, "AWS KMS has a clock of its own.");
        }
        return engine;
    }

    private static ClockView view(EngineTime engine) {
        return new ClockView(engine.now(), engine.ahead().toString());
    }

    /** Dated by the time that is left. */
    private void record(EngineTime engine, ClockAdvance input) {
        trail.record(List.of(AuditEvent.of(Caller.current(), engine.now(), AuditEvent.SEALKEEP, OPERATION)
                .readOnly(false)
                .requestParameters(Map.of("advance", input.duration().toString()))
                .build()));
    }
}
