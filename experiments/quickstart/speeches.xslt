<?xml version="1.0" encoding="UTF-8"?>
<!-- A play in Tiny Shakespeare's form: SPEAKER and a colon, the lines, an empty line. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/">
    <xsl:apply-templates select="//SPEECH"/>
  </xsl:template>
  <xsl:template match="SPEECH">
    <!-- Some speeches have several speakers: CORNELIUS, VOLTIMAND: -->
    <xsl:for-each select="SPEAKER">
      <xsl:if test="position() &gt; 1">, </xsl:if>
      <xsl:value-of select="."/>
    </xsl:for-each>
    <xsl:text>:&#10;</xsl:text>
    <xsl:for-each select="LINE">
      <!-- Removes the two spaces after a stage direction within a line. -->
      <xsl:value-of select="normalize-space()"/>
      <xsl:text>&#10;</xsl:text>
    </xsl:for-each>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>
</xsl:stylesheet>
