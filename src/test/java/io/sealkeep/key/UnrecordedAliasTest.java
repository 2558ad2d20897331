// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.audit.AuditEvent;
import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailUnavailableException;
import io.sealkeep.call.Caller;
import io.sealkeep.call.Principal;
import io.sealkeep.home.SealkeepProperties;
import io.sealkeep.kms.AssembledKms;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class UnrecordedAliasTest {

    private static final SealkeepProperties SEALKEEP =
            new SealkeepProperties(Path.of("unused"), "000000000000", "us-east-1");

    @TempDir
    Path directory;

    /** Returns a trail that takes everything but one event. */
    private static Trail refusing(Trail trail, String eventName) {
        return (Trail) Proxy.newProxyInstance(
                Trail.class.getClassLoader(), new Class<?>[] {Trail.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("record")
                            && ((List<?>) arguments[0])
                                    .stream().anyMatch(event -> ((AuditEvent) event).eventName().equals(eventName))) {
                        throw new TrailUnavailableException("refused by the test");
                    }
                    return method.invoke(trail, arguments);
                });
    }

    @Test
    void create_whereTheAliasIsNotRecorded_answersTheKeyAndTellsOfIt() throws Exception {
        Caller caller = new Caller(
                Principal.unauthenticated("000000000000", null), "r-1", "us-east-1", "127.0.0.1", "test", null);
        try (AssembledKms kms =
                AssembledKms.open(directory, Clock.systemUTC(), trail -> refusing(trail, "CreateAlias"))) {
            MvcResult result = ScopedValue.where(Caller.CURRENT, caller)
                    .call(() -> MockMvcBuilders.standaloneSetup(new KeyController(kms.client(), SEALKEEP))
                            .build()
                            .perform(MockMvcRequestBuilders.post("/v1/keys")
                                    .contentType(MediaType.APPLICATION_JSON)
                                    .content("{\"aliasName\":\"alias/a\"}"))
                            .andReturn());
            assertThat(result.getResponse().getStatus()).isEqualTo(201);
            assertThat(result.getResponse().getContentAsString())
                    .contains("\"keyId\":\"", "\"aliasProblem\":{", "DependencyTimeoutException");
            assertThat(result.getRequest().getAttribute("io.sealkeep.failureTold")).isEqualTo(true);
        }
    }
}
