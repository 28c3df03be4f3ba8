package io.github.camelsms.compatibility.springboot;

import org.apache.camel.component.servlet.CamelHttpTransportServlet;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What camel-servlet-starter would do. */
@Configuration(proxyBeanMethods = false)
class CamelServlet {

    @Bean
    ServletRegistrationBean<CamelHttpTransportServlet> camelServletRegistration() {
        var servlet = new ServletRegistrationBean<>(new CamelHttpTransportServlet(), "/camel/*");
        servlet.setName("CamelServlet");
        return servlet;
    }
}
