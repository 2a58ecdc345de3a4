package io.lockstep.importing.formats.liquibase;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads XML. A document that defines entities is refused, so none can name a file or an address.
 */
final class XmlNodes {
  private XmlNodes() {}

  static ChangelogNode read(String text) {
    try {
      return node(builder().parse(new InputSource(new StringReader(text))).getDocumentElement());
    } catch (SAXException | IOException e) {
      throw new UnreadableChangelogException(e);
    }
  }

  private static DocumentBuilder builder() {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler()); // the other one prints
      return builder;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e); // the JDK's own parser knows them
    }
  }

  private static ChangelogNode node(Element element) {
    List<ChangelogNode> children = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element child) {
        children.add(node(child));
      } else if (n.getNodeType() == Node.TEXT_NODE || n.getNodeType() == Node.CDATA_SECTION_NODE) {
        text.append(n.getNodeValue());
      }
    }
    return new ChangelogNode(
        element.getLocalName(), attributes(element), List.copyOf(children), text.toString());
  }

  private static Map<String, String> attributes(Element element) {
    Map<String, String> attributes = new HashMap<>();
    NamedNodeMap all = element.getAttributes();
    for (int i = 0; i < all.getLength(); i++) {
      attributes.put(all.item(i).getLocalName(), all.item(i).getNodeValue());
    }
    return attributes;
  }
}
